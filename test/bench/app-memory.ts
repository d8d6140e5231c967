import { readdirSync, readFileSync } from 'node:fs';

/** The process and all that descend from it: an app has a process for its window, its graphics and more. */
function listTree(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const line = readFileSync(`/proc/${name}/stat`, 'latin1');
      // Fields are counted after the name, which may hold blanks.
      const parent = Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const tree: number[] = [];
  for (let todo = [pid]; todo.length > 0; todo = todo.flatMap((one) => children.get(one) ?? [])) {
    tree.push(...todo);
  }
  return tree;
}

/** Bytes of memory of a process and all that descend from it; a page that several share counts once (PSS). */
export function treePssBytes(pid: number): number {
  let bytes = 0;
  for (const one of listTree(pid)) {
    try {
      const text = readFileSync(`/proc/${one}/smaps_rollup`, 'latin1');
      bytes += Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
    } catch {
      // It has ended meanwhile.
    }
  }
  return bytes;
}
