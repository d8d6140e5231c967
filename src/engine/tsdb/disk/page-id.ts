/** Page ids are batch * this + page: one key, and a batch's pages lie together. */
export const PAGES_PER_BATCH = 65_536;
