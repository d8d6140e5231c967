import path from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';

/** Where the compiled bytes are kept, from the repository's root. */
export const KERNEL_FILE = 'src/engine/exposition/kernel-bytes.ts';

/** Bytes of memory that belong to line-kernel.ts: its numbers and tables. */
const RESERVED_BYTES = 4096;

/**
 * Compiles the kernel's source and answers its bytes as base64. Throws what the compiler says of it.
 * @returns {Promise<string>}
 */
export async function compileKernel() {
  // Not by a plain import: the compiler's types would replace the global ones.
  const { default: asc } = await import(import.meta.resolve('assemblyscript/asc'));
  /** @type {Uint8Array | null} */
  let binary = null;
  const { error, stderr } = await asc.main(
    [
      'tools/kernels/predicted-lines.as.ts',
      '--baseDir',
      ROOT,
      '--outFile',
      'kernel.wasm',
      '--runtime',
      'stub',
      '--importMemory',
      '--memoryBase',
      String(RESERVED_BYTES),
      '--enable',
      'simd',
      '--noAssert',
      '-O3',
      '--converge',
    ],
    {
      writeFile(/** @type {string} */ name, /** @type {Uint8Array} */ contents) {
        if (path.basename(name) === 'kernel.wasm') binary = contents;
      },
    },
  );
  if (error !== null || binary === null) throw new Error(`the kernel was not compiled: ${stderr}`);
  return Buffer.from(binary).toString('base64');
}

/**
 * The TypeScript module that carries the bytes.
 * @param {string} base64
 */
export function kernelModule(base64) {
  const lines = (base64.match(/.{1,100}/g) ?? []).map((line) => `  '${line}'`);
  return `/** tools/kernels/predicted-lines.as.ts, compiled by \`npm run kernels\`. */\nexport const KERNEL_BASE64 =\n${lines.join(' +\n')};\n`;
}
