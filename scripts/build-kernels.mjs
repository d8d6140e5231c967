import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from './bootstrap/paths.mjs';
import { compileKernel, KERNELS, kernelModule } from './kernels/compile-kernel.mjs';

// Compiles tools/kernels into the modules that the engine carries.
for (const { source, file } of KERNELS) {
  await writeFile(path.join(ROOT, file), kernelModule(source, await compileKernel(source)));
}
