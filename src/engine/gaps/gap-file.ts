import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GAP_REASONS, type Gap } from '../../shared/domain/gap.ts';
import type { Logger } from '../ports.ts';
import { writeWholeFile } from '../whole-file.ts';

const FILE_NAME = 'gaps.json';
const FORMAT_VERSION = 1;

function isGap(value: unknown): value is Gap {
  if (typeof value !== 'object' || value === null) return false;
  const { targetId, reason, startMs, endMs, message } = value as Record<keyof Gap, unknown>;
  return (
    (targetId === null || typeof targetId === 'string') &&
    GAP_REASONS.some((known) => known === reason) &&
    Number.isFinite(startMs) &&
    (endMs === null || Number.isFinite(endMs)) &&
    typeof message === 'string'
  );
}

/** Keeps the gaps of an environment in a small file beside its history: reasons are a help, so no failure is thrown. */
export class GapFile {
  private readonly path: string;
  private readonly logger: Logger;
  private failed = false;

  constructor(directory: string, logger: Logger) {
    this.path = join(directory, FILE_NAME);
    this.logger = logger;
  }

  /** The gaps that were kept; one that lasted when the app ended has no end. */
  load(): Gap[] {
    try {
      const { version, gaps } = JSON.parse(readFileSync(this.path, 'utf8')) as {
        readonly version: unknown;
        readonly gaps: unknown;
      };
      return version === FORMAT_VERSION && Array.isArray(gaps) ? gaps.filter(isGap) : [];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.logger.warn('the reasons of gaps could not be read', { error: String(error) });
      }
      return [];
    }
  }

  /** Replaces the file once the new one is whole on disk. */
  save(gaps: readonly Gap[]): void {
    const text = JSON.stringify({ version: FORMAT_VERSION, gaps });
    try {
      writeWholeFile(this.path, text);
      this.failed = false;
    } catch (error) {
      if (!this.failed)
        this.logger.warn('the reasons of gaps could not be written', { error: String(error) });
      this.failed = true;
    }
  }
}
