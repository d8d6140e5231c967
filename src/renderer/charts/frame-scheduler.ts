const pending = new Set<() => void>();
let frame = 0;

function run(): void {
  frame = 0;
  const drawings = [...pending];
  pending.clear();
  for (const draw of drawings) draw();
}

/** Draws with the next frame, together with all other charts; asking twice draws once. */
export function scheduleDraw(draw: () => void): void {
  pending.add(draw);
  if (frame === 0) frame = requestAnimationFrame(run);
}

/** Takes back what was scheduled. */
export function cancelDraw(draw: () => void): void {
  pending.delete(draw);
}
