import type { Bridge } from '../../src/shared/ipc/contract.ts';

declare global {
  interface Window {
    /** The bridge, as tests reach it inside the page. */
    readonly sextant: Bridge;
  }
}
