/** CSS pixels of a row of the grid, and between panels. */
export const ROW_HEIGHT = 30;
export const GRID_GAP = 8;
/** CSS pixels of a panel's title line, and of what surrounds its content. */
const TITLE_HEIGHT = 32;
const CONTENT_PADDING = 10;

/** The height of a panel that is so many grid rows high. */
export function panelHeight(rows: number): number {
  return rows * ROW_HEIGHT + (rows - 1) * GRID_GAP;
}

/** The room for a panel's content below its title. */
export function contentHeight(rows: number): number {
  return Math.max(24, panelHeight(rows) - TITLE_HEIGHT - CONTENT_PADDING);
}
