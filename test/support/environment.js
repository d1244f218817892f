// The CloudFormation validator costs about two seconds per test file; the rules lane runs it over every configuration.
process.env.CDK_VALIDATION = 'false';
