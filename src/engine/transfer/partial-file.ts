import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';

const BLOCK_CHARACTERS = 256 * 1024;

/** A file that appears under its name when it is complete, or not at all. All failures are AppErrors `storage`. */
export class PartialFile {
  bytes = 0;
  private readonly path: string;
  private readonly partialPath: string;
  private readonly file: FileHandle;
  private pending: string[] = [];
  private pendingLength = 0;

  private constructor(path: string, partialPath: string, file: FileHandle) {
    this.path = path;
    this.partialPath = partialPath;
    this.file = file;
  }

  static async create(path: string): Promise<PartialFile> {
    const partialPath = `${path}.${randomBytes(4).toString('hex')}.part`;
    try {
      return new PartialFile(path, partialPath, await open(partialPath, 'wx', 0o600));
    } catch (error) {
      throw unwritable(path, error);
    }
  }

  /** Takes text; where the answer is not null, wait for it before the next call. */
  write(text: string): Promise<void> | null {
    this.pending.push(text);
    this.pendingLength += text.length;
    return this.pendingLength < BLOCK_CHARACTERS ? null : this.flush();
  }

  /** Gives the file its name. */
  async complete(): Promise<void> {
    await this.flush();
    try {
      await this.file.sync();
      await this.file.close();
      await rename(this.partialPath, this.path);
    } catch (error) {
      throw unwritable(this.path, error);
    }
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    await this.file.close().catch(() => undefined);
    await rm(this.partialPath, { force: true });
  }

  private async flush(): Promise<void> {
    const block = Buffer.from(this.pending.join(''));
    this.pending = [];
    this.pendingLength = 0;
    try {
      await this.file.appendFile(block);
    } catch (error) {
      throw unwritable(this.path, error);
    }
    this.bytes += block.length;
  }
}

function unwritable(path: string, error: unknown): AppError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason =
    code === 'ENOSPC'
      ? 'the disk is full'
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? 'writing there is not allowed'
        : code === 'ENOENT'
          ? 'the folder does not exist'
          : message;
  return new AppError('storage', `${path} can't be written: ${reason}.`, undefined, error);
}
