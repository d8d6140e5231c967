import { describe, expect, it } from 'vitest';
import { formatTimeInput, parseTimeInput } from './time-input.ts';

describe('typed times', () => {
  it('keeps relative expressions', () => {
    expect(parseTimeInput(' now-6h ')).toBe('now-6h');
    expect(parseTimeInput('now-1d/d')).toBe('now-1d/d');
  });

  it('reads back what it shows', () => {
    const ms = new Date(2026, 10, 22, 9, 5, 7).getTime();
    expect(formatTimeInput(ms)).toBe('2026-11-22 09:05:07');
    expect(parseTimeInput(formatTimeInput(ms))).toBe(ms);
  });

  it.each(['', 'yesterday', 'now-', '12', '2026-13-40'])('refuses %j with a hint', (text) => {
    expect(() => parseTimeInput(text)).toThrow();
  });
});
