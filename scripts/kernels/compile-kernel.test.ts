import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../bootstrap/paths.mjs';
import { compileKernel, KERNEL_FILE, kernelModule } from './compile-kernel.mjs';

it('finds the compiled kernel to be that of its source (else: npm run kernels)', async () => {
  const carried = await readFile(path.join(ROOT, KERNEL_FILE), 'utf8');
  expect(carried).toBe(kernelModule(await compileKernel()));
});
