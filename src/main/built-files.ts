import path from 'node:path';

// Relative to out/main/, where this ends up.
const OUT = path.join(import.meta.dirname, '..');

/** The built page. */
export const RENDERER_FOLDER = path.join(OUT, 'renderer');

/** The built preload script. */
export const PRELOAD_PATH = path.join(OUT, 'preload', 'index.cjs');
