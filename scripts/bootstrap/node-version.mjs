// Imported first by every script, for its effect: an old Node is told apart before any newer API is touched.

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
if (!supported) {
  process.stderr.write(
    `Sextant needs Node 20.19 or later (of the 22 series 22.12 or later); this is Node ${process.versions.node}. ` +
      'Install a current release of Node and run the command again.\n',
  );
  process.exit(1);
}
