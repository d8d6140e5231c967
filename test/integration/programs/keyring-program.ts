import process from 'node:process';
import { createKeytarKeychain } from '../../../src/main/vault/keytar-keychain.ts';
import { createRedactor } from '../../../src/main/vault/redactor.ts';
import { openSecretIndex } from '../../../src/main/vault/secret-index.ts';
import { createVault } from '../../../src/main/vault/vault.ts';

/** A step of the program: the vault is opened anew before each, as after a restart of the app. */
export type KeyringStep =
  | { readonly do: 'store'; readonly secretRef: string; readonly value: string }
  | { readonly do: 'resolve' | 'clear'; readonly secretRef: string; readonly origin?: string }
  | { readonly do: 'probe' };

const ORIGIN = 'https://shop.example';

async function run(step: KeyringStep, folder: string, service: string): Promise<unknown> {
  const vault = createVault({
    keychain: createKeytarKeychain(service, 'the Secret Service'),
    index: await openSecretIndex(folder, 0),
    redactor: createRedactor(),
    wallMs: () => 0,
    monotonicMs: () => performance.now(),
    warn: (message) => process.stderr.write(`${message}\n`),
  });
  if (step.do === 'probe') return vault.probe();
  const name = { environmentId: 'test', secretRef: step.secretRef };
  if (step.do === 'store') {
    const stored = await vault.store({ ...name, origin: ORIGIN }, step.value);
    return { ...stored, ...(await vault.resolve({ ...name, origin: ORIGIN })) };
  }
  if (step.do === 'clear') return vault.clear(name).then(() => 'cleared', String);
  return vault.resolve({ ...name, origin: step.origin ?? ORIGIN });
}

const [folder = '', service = '', steps = '[]'] = process.argv.slice(2);
const results: unknown[] = [];
for (const step of JSON.parse(steps) as KeyringStep[]) results.push(await run(step, folder, service));
process.stdout.write(JSON.stringify(results));
