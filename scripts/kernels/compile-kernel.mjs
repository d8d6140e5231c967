import path from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';

/** Each kernel's source, and where its compiled bytes are kept, from the repository's root. */
export const KERNELS = [
  { source: 'tools/kernels/predicted-lines.as.ts', file: 'src/engine/exposition/kernel-bytes.ts' },
  { source: 'tools/kernels/column-values.as.ts', file: 'src/engine/tsdb/kernel-bytes.ts' },
];

/** Bytes of memory that belong to the kernel's user: its numbers and tables. */
const RESERVED_BYTES = 4096;

/**
 * Compiles a kernel's source and answers its bytes as base64. Throws what the compiler says of it.
 * @param {string} source
 * @returns {Promise<string>}
 */
export async function compileKernel(source) {
  // Not by a plain import: the compiler's types would replace the global ones.
  const { default: asc } = await import(import.meta.resolve('assemblyscript/asc'));
  /** @type {Uint8Array | null} */
  let binary = null;
  const { error, stderr } = await asc.main(
    [
      source,
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
  if (error !== null || binary === null) throw new Error(`${source} was not compiled: ${stderr}`);
  return Buffer.from(binary).toString('base64');
}

/**
 * The TypeScript module that carries the bytes.
 * @param {string} source
 * @param {string} base64
 */
export function kernelModule(source, base64) {
  const lines = (base64.match(/.{1,100}/g) ?? []).map((line) => `  '${line}'`);
  return `/** ${source}, compiled by \`npm run kernels\`. */\nexport const KERNEL_BASE64 =\n${lines.join(' +\n')};\n`;
}
