import process from 'node:process';
import { openSettingsStore } from '../../../src/main/settings/settings-store.ts';

// Saves settings without end, until it is killed; a line for each save that was acknowledged.
const store = await openSettingsStore(process.argv[2] ?? '', 0);
for (let i = 1; ; i += 1) {
  await store.setActiveEnvironmentId(`save-${i}`);
  process.stdout.write(`${i}\n`);
}
