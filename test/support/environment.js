// The CloudFormation validator costs about two seconds per test file; the rules lane runs it over every configuration.
process.env.CDK_VALIDATION = 'false';

// Jest asks for 100 frames of every stack, and the CDK takes one for every value: a fifth of the time of a test. Ten are Node's own default.
Error.stackTraceLimit = 10;
