const MAX_RELOADS = 3;
const PERIOD_MS = 300_000;

/** True while another reload is within the bounds: at most three in five minutes. Forgets older ones. */
export function takeReload(reloadedAtMs: number[], nowMs: number): boolean {
  while (reloadedAtMs[0] !== undefined && nowMs - reloadedAtMs[0] >= PERIOD_MS) reloadedAtMs.shift();
  if (reloadedAtMs.length >= MAX_RELOADS) return false;
  reloadedAtMs.push(nowMs);
  return true;
}
