import type Database from 'libsql';
import type { z } from 'zod';
import type { AlertState, AlertTransition } from '../../shared/domain/alert.ts';
import type { AlertSettings } from '../../shared/domain/alert-settings.ts';
import type { Acknowledgement, EvaluationHole } from '../../shared/domain/alert-timeline.ts';
import type { Silence } from '../../shared/domain/silence.ts';
import { AppError } from '../../shared/errors.ts';
import { acknowledgementSchema, alertSettingsSchema, silenceSchema } from '../../shared/ipc/alert-schemas.ts';
import { alertTransitionSchema } from '../../shared/ipc/schemas.ts';
import type { ToldGroup } from './alert-groups.ts';

/** Older changes are dropped beyond this many. */
const MAX_TRANSITIONS = 50_000;
const MAX_HOLES = 2_000;

type Row = readonly unknown[];

// JSON has no NaN and no infinities, but an alert's value may be one.
function encode(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'number' && !Number.isFinite(field) ? { number: String(field) } : field,
  );
}

function decode(text: string): unknown {
  return JSON.parse(text, (_, field: unknown) =>
    typeof field === 'object' && field !== null && 'number' in field && Object.keys(field).length === 1
      ? Number(field.number)
      : field,
  );
}

/** What fits the schema; a row that doesn't is of no use and left out. */
function readRows<T>(rows: readonly Row[], schema: z.ZodType<T>): T[] {
  return rows.flatMap(([json]) => {
    const parsed = schema.safeParse(decode(String(json)));
    return parsed.success ? [parsed.data] : [];
  });
}

/** Where alerts, silences and what belongs to them are kept. What can't be written throws AppError `storage`. */
export class AlertStore {
  private readonly database: Database.Database;

  constructor(database: Database.Database) {
    this.database = database;
  }

  appendTransitions(transitions: readonly AlertTransition[]): void {
    this.write(() => {
      const insert = this.database.prepare(
        'INSERT INTO transitions (at_ms, fingerprint, to_state, json) VALUES (?, ?, ?, ?)',
      );
      for (const transition of transitions) {
        insert.run(
          Math.round(transition.atMs),
          transition.alert.fingerprint,
          transition.to,
          encode(transition),
        );
      }
    });
  }

  /** Forgets changes and holes from before `minMs`, and the oldest beyond the most that are kept. */
  prune(minMs: number): void {
    this.write(() => {
      this.database
        .prepare(
          'DELETE FROM transitions WHERE at_ms < ? OR id <= (SELECT coalesce(max(id), 0) FROM transitions) - ?',
        )
        .run(Math.round(minMs), MAX_TRANSITIONS);
      this.database.prepare('DELETE FROM holes WHERE to_ms < ?').run(Math.round(minMs));
    });
  }

  /** Changes in a window (closed at both ends), newest first. */
  listTransitions(
    minMs: number,
    maxMs: number,
    states: readonly AlertState[],
    limit: number,
  ): AlertTransition[] {
    const wanted = states.length === 0 ? '' : `AND to_state IN (${states.map(() => '?').join(', ')})`;
    const rows = this.database
      .prepare(
        `SELECT json FROM transitions WHERE at_ms BETWEEN ? AND ? ${wanted} ORDER BY at_ms DESC, id DESC LIMIT ?`,
      )
      .raw()
      .all(Math.round(minMs), Math.round(maxMs), ...states, limit) as Row[];
    return readRows(rows, alertTransitionSchema);
  }

  /** Each alert's last change before a moment: what it was when the window began. */
  listLastBefore(atMs: number): AlertTransition[] {
    const rows = this.database
      .prepare(
        `SELECT json FROM transitions WHERE id IN
           (SELECT max(id) FROM transitions WHERE at_ms < ? GROUP BY fingerprint) AND to_state <> 'inactive'`,
      )
      .raw()
      .all(Math.round(atMs)) as Row[];
    return readRows(rows, alertTransitionSchema);
  }

  addHole({ fromMs, toMs, reason }: EvaluationHole): void {
    this.write(() => {
      this.database
        .prepare('INSERT OR REPLACE INTO holes (from_ms, to_ms, reason) VALUES (?, ?, ?)')
        .run(Math.round(fromMs), Math.round(toMs), reason);
    });
  }

  /** Holes that touch a window, oldest first. */
  listHoles(minMs: number, maxMs: number): EvaluationHole[] {
    const rows = this.database
      .prepare(
        'SELECT from_ms, to_ms, reason FROM holes WHERE to_ms >= ? AND from_ms <= ? ORDER BY from_ms LIMIT ?',
      )
      .raw()
      .all(Math.round(minMs), Math.round(maxMs), MAX_HOLES) as [number, number, string][];
    return rows.map(([fromMs, toMs, reason]) => ({
      fromMs,
      toMs,
      reason: reason === 'closed' ? 'closed' : 'asleep',
    }));
  }

  listSilences(): Silence[] {
    const rows = this.database.prepare('SELECT json FROM silences').raw().all() as Row[];
    return readRows(rows, silenceSchema);
  }

  saveSilence(silence: Silence): void {
    this.write(() => {
      this.database
        .prepare('INSERT OR REPLACE INTO silences (id, json) VALUES (?, ?)')
        .run(silence.id, encode(silence));
    });
  }

  deleteSilence(id: string): void {
    this.write(() => {
      this.database.prepare('DELETE FROM silences WHERE id = ?').run(id);
    });
  }

  listAcknowledgements(): Map<string, Acknowledgement> {
    const rows = this.database.prepare('SELECT fingerprint, json FROM acknowledgements').raw().all() as Row[];
    const entries = rows.flatMap(([fingerprint, json]) =>
      readRows([[json]], acknowledgementSchema).map((known) => [String(fingerprint), known] as const),
    );
    return new Map(entries);
  }

  saveAcknowledgement(fingerprint: string, acknowledgement: Acknowledgement | null): void {
    this.write(() => {
      if (acknowledgement === null) {
        this.database.prepare('DELETE FROM acknowledgements WHERE fingerprint = ?').run(fingerprint);
      } else {
        this.database
          .prepare('INSERT OR REPLACE INTO acknowledgements (fingerprint, json) VALUES (?, ?)')
          .run(fingerprint, encode(acknowledgement));
      }
    });
  }

  readSettings(): AlertSettings | null {
    const parsed = alertSettingsSchema.safeParse(this.readFact('settings'));
    return parsed.success ? parsed.data : null;
  }

  saveSettings(settings: AlertSettings): void {
    this.saveFact('settings', settings);
  }

  readLastEvaluation(): number | null {
    const atMs = this.readFact('evaluated');
    return typeof atMs === 'number' ? atMs : null;
  }

  saveLastEvaluation(atMs: number): void {
    this.saveFact('evaluated', atMs);
  }

  readTold(): ToldGroup[] {
    const told = this.readFact('told');
    return Array.isArray(told) ? (told as ToldGroup[]) : [];
  }

  saveTold(told: readonly ToldGroup[]): void {
    this.saveFact('told', told);
  }

  close(): void {
    this.database.close();
  }

  private readFact(name: string): unknown {
    const rows = this.database.prepare('SELECT json FROM facts WHERE name = ?').raw().all(name) as Row[];
    const json = rows[0]?.[0];
    return json === undefined ? undefined : decode(String(json));
  }

  private saveFact(name: string, value: unknown): void {
    this.write(() => {
      this.database
        .prepare('INSERT OR REPLACE INTO facts (name, json) VALUES (?, ?)')
        .run(name, encode(value));
    });
  }

  private write(work: () => void): void {
    try {
      this.database.exec('BEGIN IMMEDIATE');
      work();
      this.database.exec('COMMIT');
    } catch (error) {
      // A full disk lets SQLite roll back itself, and a second ROLLBACK would hide the first error.
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      const reason = error instanceof Error ? error.message : String(error);
      throw new AppError(
        'storage',
        `The database of alerts can’t be written (${reason}); free some space and try again.`,
        undefined,
        error,
      );
    }
  }
}
