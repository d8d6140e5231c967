import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';

const SETTLE_MS = 300;

/** Hears of changes of files in folders, once each has settled. */
export interface FileWatch {
  /** Watches these files from now on, and no others. */
  follow(files: ReadonlyMap<string, string>): void;
  close(): void;
}

/** Makes a watch; `onChanged` gets the key of each file that changed. Folders that can't be watched are left out. */
export function createFileWatch(
  onChanged: (key: string) => void,
  warn: (message: string, error: unknown) => void,
): FileWatch {
  const watchers = new Map<string, FSWatcher>();
  const timers = new Map<string, NodeJS.Timeout>();
  let followed: ReadonlyMap<string, string> = new Map();

  function settle(key: string): void {
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key);
        onChanged(key);
      }, SETTLE_MS),
    );
  }

  function heard(folder: string, name: string | null): void {
    for (const [file, key] of followed) {
      if (path.dirname(file) === folder && (name === null || /\.ya?ml$/.test(name))) settle(key);
    }
  }

  function open(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => heard(folder, name));
      watcher.on('error', (error) => {
        watcher.close();
        watchers.delete(folder);
        warn(`changes in ${folder} are not noticed any more`, error);
      });
      watchers.set(folder, watcher);
    } catch (error) {
      warn(`changes in ${folder} are not noticed`, error);
    }
  }

  return {
    follow(files) {
      followed = files;
      const folders = new Set([...files.keys()].map((file) => path.dirname(file)));
      for (const [folder, watcher] of watchers) {
        if (folders.has(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const folder of folders) if (!watchers.has(folder)) open(folder);
    },
    close() {
      for (const watcher of watchers.values()) watcher.close();
      for (const timer of timers.values()) clearTimeout(timer);
      watchers.clear();
      timers.clear();
    },
  };
}
