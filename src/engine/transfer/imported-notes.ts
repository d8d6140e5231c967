import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredExemplar } from '../../shared/domain/exemplar.ts';
import type { LabelSet, MetricMetadata } from '../../shared/domain/series.ts';
import { createLabels } from '../model/labels.ts';
import type { Logger } from '../ports.ts';
import { writeWholeFile } from '../whole-file.ts';

const FILE_NAME = 'imported.json';
const FORMAT_VERSION = 1;
const FAMILIES_KEPT = 20_000;
const EXEMPLARS_KEPT = 20_000;

/** An exemplar of a file and the series that it was with. */
export interface ImportedExemplar {
  readonly series: LabelSet;
  readonly exemplar: StoredExemplar;
}

interface StoredNotes {
  readonly version: number;
  readonly families: readonly MetricMetadata[];
  readonly exemplars: readonly ImportedExemplar[];
}

/**
 * What imported files say beside their samples: TYPE, HELP and UNIT of families, and exemplars, the last 20,000 of each. No
 * scrape brings them again, so they are kept in a small file beside the history.
 */
export class ImportedNotes {
  private readonly path: string | null;
  private readonly logger: Logger;
  private readonly byName = new Map<string, MetricMetadata>();
  private exemplars: ImportedExemplar[] = [];
  /** Hears that there are new notes. */
  onSaved: () => void = () => {};

  /** `directory` is that of the history; null keeps the notes in memory. */
  constructor(directory: string | null, logger: Logger) {
    this.path = directory === null ? null : join(directory, FILE_NAME);
    this.logger = logger;
    this.load();
  }

  listFamilies(): readonly MetricMetadata[] {
    return [...this.byName.values()];
  }

  listExemplars(): readonly ImportedExemplar[] {
    return this.exemplars;
  }

  /** A file says it in parts: what a part leaves open stays as it is known. */
  takeFamilies(families: readonly MetricMetadata[]): void {
    for (const family of families) {
      const known = this.byName.get(family.name);
      if (known === undefined && this.byName.size >= FAMILIES_KEPT) continue;
      this.byName.set(family.name, {
        name: family.name,
        type: family.type === 'unknown' ? (known?.type ?? 'unknown') : family.type,
        help: family.help || (known?.help ?? ''),
        unit: family.unit || (known?.unit ?? ''),
      });
    }
  }

  takeExemplar(one: ImportedExemplar): void {
    this.exemplars.push(one);
    if (this.exemplars.length >= 2 * EXEMPLARS_KEPT) this.exemplars = this.exemplars.slice(-EXEMPLARS_KEPT);
  }

  /** Writes the file; that it can't be written is logged, because the samples are what matters. */
  save(): void {
    this.exemplars = this.exemplars.slice(-EXEMPLARS_KEPT);
    this.onSaved();
    if (this.path === null) return;
    const { exemplars } = this;
    const notes: StoredNotes = { version: FORMAT_VERSION, families: this.listFamilies(), exemplars };
    try {
      writeWholeFile(this.path, JSON.stringify(notes));
    } catch (error) {
      this.logger.warn('types, texts and exemplars of the import could not be written', {
        error: String(error),
      });
    }
  }

  private load(): void {
    if (this.path === null) return;
    try {
      const { version, families, exemplars } = JSON.parse(readFileSync(this.path, 'utf8')) as StoredNotes;
      if (version !== FORMAT_VERSION) return;
      this.takeFamilies(families);
      this.exemplars = exemplars.map(({ series, exemplar: { labels, value, atMs } }) => ({
        series: createLabels(series),
        // JSON has no number for what is not finite.
        exemplar: { labels: createLabels(labels), value: value ?? Number.NaN, atMs },
      }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      this.logger.warn('types, texts and exemplars of imports could not be read', { error: String(error) });
    }
  }
}
