import { parentPort, workerData } from 'node:worker_threads';
import { armor, Decrypter, Encrypter } from 'age-encryption';

/** What a thread is started with. */
export interface AgeWorkerData {
  readonly kind: 'encrypt' | 'decrypt';
  readonly passphrase: string;
  readonly bytes: Uint8Array;
}

/** What it posts before it ends. */
export type AgeWorkerResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly fault: 'passphrase' | 'recipients' | 'costly' | 'damaged' };

const ARMOR_MARK = '-----BEGIN AGE';

function unarmored(bytes: Uint8Array): Uint8Array {
  const isArmored = Buffer.from(bytes.subarray(0, ARMOR_MARK.length)).toString('latin1') === ARMOR_MARK;
  return isArmored ? armor.decode(Buffer.from(bytes).toString('latin1')) : bytes;
}

/** Whether the header says that a passphrase opens the file: `-> scrypt` with its salt and work factor. */
function hasPassphrase(bytes: Uint8Array): boolean {
  return /^[^\n]*\n-> scrypt /.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'));
}

async function decrypt(bytes: Uint8Array, passphrase: string): Promise<AgeWorkerResult> {
  try {
    const file = unarmored(bytes);
    if (!hasPassphrase(file)) return { ok: false, fault: 'recipients' };
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    return { ok: true, bytes: await decrypter.decrypt(file) };
  } catch (error) {
    // The library throws plain errors and tells them apart by their messages alone.
    const message = error instanceof Error ? error.message : '';
    if (/no identity matched/.test(message)) return { ok: false, fault: 'passphrase' };
    return { ok: false, fault: /work factor is too high/.test(message) ? 'costly' : 'damaged' };
  }
}

async function encrypt(bytes: Uint8Array, passphrase: string): Promise<AgeWorkerResult> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return { ok: true, bytes: await encrypter.encrypt(bytes) };
}

const { kind, passphrase, bytes } = workerData as AgeWorkerData;
parentPort?.postMessage(await (kind === 'encrypt' ? encrypt(bytes, passphrase) : decrypt(bytes, passphrase)));
