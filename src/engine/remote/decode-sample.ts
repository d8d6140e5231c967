import type { LabelPair, LabelSet } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { createLabels } from '../model/labels.ts';

/** The error for an answer that does not have the form of Prometheus' API. */
export function unreadable(what: string): AppError {
  return new AppError(
    'unavailable',
    `The server's answer can't be read: ${what}. It may not speak Prometheus' HTTP API.`,
  );
}

/** A JSON object, as unknown fields. */
export function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable(`${what} is missing`);
  return value as Record<string, unknown>;
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  // Go writes an empty list as null.
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw unreadable(`${what} is no list`);
  return value;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A sample's value, which the API writes as a text: digits, NaN, +Inf, -Inf. */
export function sampleOf(text: unknown): number {
  if (typeof text === 'number') return text;
  if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  if (text === 'NaN') return Number.NaN;
  const value = typeof text === 'string' && text !== '' ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw unreadable('a sample has no number');
  return value;
}

/** Seconds, as ms. */
export function timeOf(seconds: unknown): number {
  if (typeof seconds !== 'number') throw unreadable('a sample has no time');
  return Math.round(seconds * 1000);
}

/** A label set; JSON keeps `__proto__` as a key of its own, and it is read as a pair here. */
export function labelsOf(value: unknown): LabelSet {
  const pairs: LabelPair[] = [];
  for (const [name, text] of Object.entries(objectOf(value ?? {}, 'a label set'))) {
    if (typeof text !== 'string') throw unreadable('a label is no text');
    pairs.push([name, text]);
  }
  return createLabels(pairs);
}

/** An RFC 3339 time as ms UTC; null for Go's zero time. */
export function instantOf(text: unknown): number | null {
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) || ms < 0 ? null : ms;
}
