// Fails when a public type or member has no docstring, or an optional property does not say what happens without it. Reads the
// jsii assembly, so it sees exactly what users see.
import { readFileSync } from 'node:fs';

const { types } = JSON.parse(readFileSync('.jsii', 'utf8'));
const missing = [];
let members = 0;

function expectDocs(name, docs, needed = 'summary') {
  members += 1;
  if (!docs?.[needed]) missing.push(`${name} has no ${needed === 'summary' ? 'docstring' : '@default'}`);
}

for (const type of Object.values(types)) {
  expectDocs(type.name, type.docs);
  for (const property of type.properties ?? []) {
    const name = `${type.name}.${property.name}`;
    // An implementation takes its docstring from the interface that asks for it.
    if (!property.overrides) expectDocs(name, property.docs);
    if (type.datatype && property.optional) expectDocs(name, property.docs, 'default');
  }
  for (const method of type.methods ?? []) {
    if (!method.overrides) expectDocs(`${type.name}.${method.name}`, method.docs);
  }
  for (const member of type.members ?? []) expectDocs(`${type.name}.${member.name}`, member.docs);
}

console.log(`${Object.keys(types).length} public types, ${members} docstrings expected, ${missing.length} missing`);
missing.forEach((line) => console.error(`  ${line}`));
process.exitCode = missing.length > 0 ? 1 : 0;
