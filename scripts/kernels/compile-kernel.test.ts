import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../bootstrap/paths.mjs';
import { compileKernel, KERNELS, kernelModule } from './compile-kernel.mjs';

it.each(KERNELS)(
  'finds $file to be compiled from its source (else: npm run kernels)',
  async ({ source, file }) => {
    const carried = await readFile(path.join(ROOT, file), 'utf8');
    expect(carried).toBe(kernelModule(source, await compileKernel(source)));
  },
);
