import { Buffer } from 'node:buffer';

/** The part of WebAssembly's API that is used; the compiler knows it only beside a browser's. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: { initial: number }) => KernelMemory;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

/** A kernel's memory; `grow` adds pages and makes the buffer another one. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): void;
}

/** Bytes of a page of a kernel's memory. */
export const KERNEL_PAGE_BYTES = 65_536;

/**
 * A kernel of tools/kernels with a memory of `pages` pages; null where the processor or the runtime has no WebAssembly,
 * or none with SIMD.
 */
export function openKernel<Exports extends object>(
  base64: string,
  pages: number,
): { readonly memory: KernelMemory; readonly exports: Exports } | null {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
  try {
    const memory = new WebAssembly.Memory({ initial: pages });
    const module = new WebAssembly.Module(Buffer.from(base64, 'base64'));
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return { memory, exports: exports as Exports };
  } catch {
    return null;
  }
}
