import { notifications } from '@mantine/notifications';
import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { isEncrypted, MAX_BUNDLE_BYTES } from '../../../shared/domain/bundle.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { classifyDropped, type DroppedKind, MAX_DROPPED_BYTES } from '../../lib/dropped-file.ts';
import { type DroppedFile, dropStore } from '../../state/drop-store.ts';
import { navigationStore, type Page } from '../../state/navigation-store.ts';
import classes from './WindowDrop.module.css';

/** The page that previews a file of each kind. */
const PAGE_OF: Readonly<Record<DroppedKind, Page>> = {
  dashboard: 'dashboards',
  rules: 'alerts',
  environment: 'settings',
  encrypted: 'settings',
  metrics: 'targets',
};

/** So much of a file tells whether it is encrypted. */
const HEAD_BYTES = 64;

function holdsFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}

function refuse(message: string): void {
  notifications.show({ title: 'This file was not taken', message, color: 'yellow', autoClose: 10_000 });
}

/** Files that bring an environment of their own; all others go into the open one. */
const BRINGS_ENVIRONMENT: ReadonlySet<DroppedKind> = new Set(['environment', 'encrypted']);

function handOver(dropped: DroppedFile, hasEnvironment: boolean): void {
  if (hasEnvironment) navigationStore.getState().open(PAGE_OF[dropped.kind]);
  else if (!BRINGS_ENVIRONMENT.has(dropped.kind)) {
    refuse(
      `${dropped.name} goes into an environment, and none is open: start the demo or add an endpoint first.`,
    );
    return;
  }
  dropStore.setState({ dropped });
}

/** What the page of the file's kind takes; else a sentence on why none does. Rejects where it can't be read. */
async function readDropped(file: File): Promise<DroppedFile | string> {
  const { name, size } = file;
  if (isEncrypted(await file.slice(0, HEAD_BYTES).text())) {
    if (size > MAX_BUNDLE_BYTES) return `${name} is larger than 48 MiB, so that it is no export of Sextant.`;
    return { kind: 'encrypted', name, bytes: new Uint8Array(await file.arrayBuffer()) };
  }
  if (size > MAX_DROPPED_BYTES)
    return `${name} is larger than 16 MiB; no text that is imported by dropping is.`;
  const text = await file.text();
  const found = classifyDropped(name, text);
  return 'refusal' in found ? found.refusal : { kind: found.kind, name, text };
}

async function takeFile(file: File, hasEnvironment: boolean): Promise<void> {
  try {
    const found = await readDropped(file);
    if (typeof found === 'string') refuse(found);
    else handOver(found, hasEnvironment);
  } catch {
    refuse(`${file.name} can’t be read: drop a file, not a folder.`);
  }
}

interface WindowDropProps {
  /** Without one only files that bring an environment are taken. */
  readonly hasEnvironment: boolean;
}

/** Takes files that are dropped anywhere on the window to the page that previews them; a drop never leads elsewhere. */
export function WindowDrop({ hasEnvironment }: WindowDropProps) {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!holdsFile(event)) return;
      // A form that takes a file of its own says so first.
      if (event.defaultPrevented) {
        setIsOver(false);
        return;
      }
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      setIsOver(false);
      if (!holdsFile(event) || event.defaultPrevented) return;
      event.preventDefault();
      const files = event.dataTransfer?.files;
      const [file] = files ?? [];
      if (files !== undefined && files.length > 1) refuse('Drop one file at a time.');
      else if (file !== undefined) void takeFile(file, hasEnvironment);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [hasEnvironment]);
  if (!isOver) return null;
  return (
    <div className={classes.veil} aria-hidden data-testid={testIds.shell.dropHint}>
      <p className={classes.hint}>
        <IconFileImport size={28} stroke={1.5} aria-hidden />
        {hasEnvironment
          ? 'Drop a dashboard, rules, an environment or metrics text to see what it would bring'
          : 'Drop an environment, an encrypted export or a prometheus.yml to see what it would bring'}
      </p>
    </div>
  );
}
