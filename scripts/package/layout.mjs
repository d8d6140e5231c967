import path from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';

/** Where packages are made. */
export const DIST = path.join(ROOT, 'dist');

/** The build that is packed: without the hooks for tests. */
export const PACKED_BUILD = path.join(DIST, 'build');

/** The name of the packaged program. */
export const EXECUTABLE = 'sextant';

/**
 * The folder of a packaged flavour.
 * @param {'production' | 'qa'} flavour
 */
export const flavourFolder = (flavour) => path.join(DIST, flavour);
