// Replaces content hashes in snapshots of templates, so that a changed handler does not change every snapshot.
const HASH = /[0-9a-f]{64}/g;

module.exports = {
  test: (value) => typeof value === 'string' && value.search(HASH) >= 0,
  serialize: (value) => JSON.stringify(value.replace(HASH, '<HASH>')),
};
