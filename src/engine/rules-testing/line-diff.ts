/** Two texts as one, line by line: `-` marks lines of the first only, `+` those of the second only (longest common part). */
export function formatLineDiff(before: string, after: string): string {
  const a = before.split('\n');
  const b = after.split('\n');
  const common = commonLengths(a, b);
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      lines.push(`  ${left}`);
      i++;
      j++;
    } else if (right === undefined || (left !== undefined && lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      lines.push(`- ${left}`);
      i++;
    } else {
      lines.push(`+ ${right}`);
      j++;
    }
  }
  return lines.join('\n');

  function lengthAt(row: number, column: number): number {
    return common[row]?.[column] ?? 0;
  }
}

/** `[i][j]` is how many lines the rests from line i and line j have in common. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    const row = table[i] as Uint32Array;
    const next = table[i + 1] as Uint32Array;
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] =
        a[i] === b[j] ? (next[j + 1] as number) + 1 : Math.max(next[j] as number, row[j + 1] as number);
    }
  }
  return table;
}
