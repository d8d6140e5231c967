import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from './bootstrap/paths.mjs';
import { compileKernel, KERNEL_FILE, kernelModule } from './kernels/compile-kernel.mjs';

// Compiles tools/kernels into the module that the engine carries.
await writeFile(path.join(ROOT, KERNEL_FILE), kernelModule(await compileKernel()));
