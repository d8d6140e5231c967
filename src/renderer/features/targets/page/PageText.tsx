import type { EditorView } from '@codemirror/view';
import { ActionIcon, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ExpositionFinding } from '../../../../shared/domain/exposition.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './PageDrawer.module.css';
import { createPageEditor, showFound, showLine } from './page-editor.ts';
import { findAll } from './page-search.ts';

/** A line to be shown; a new object shows it again. */
export interface ShownLine {
  readonly line: number;
}

interface PageTextProps {
  readonly text: string;
  readonly findings: readonly ExpositionFinding[];
  readonly shown: ShownLine | null;
}

/** The raw body with line numbers, findings in place, and a search. */
export function PageText({ text, findings, shown }: PageTextProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  useEffect(() => {
    const view = createPageEditor(host.current as HTMLDivElement, text, findings);
    editor.current = view;
    return () => view.destroy();
  }, [text, findings]);
  useEffect(() => {
    if (shown !== null && editor.current !== null) showLine(editor.current, shown.line);
  }, [shown]);
  return (
    <div className={classes.raw}>
      <PageSearch
        text={text}
        onFound={(part) => {
          if (editor.current !== null) showFound(editor.current, part);
        }}
      />
      <div ref={host} className={classes.text} data-testid={testIds.targets.pageText} />
    </div>
  );
}

interface PageSearchProps {
  readonly text: string;
  readonly onFound: (part: { readonly from: number; readonly to: number } | null) => void;
}

function PageSearch({ text, onFound }: PageSearchProps) {
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(() => findAll(text, wanted), [text, wanted]);
  const show = (places: readonly number[], next: number, length: number): void => {
    const place = places[next];
    setAt(next);
    onFound(place === undefined ? null : { from: place, to: place + length });
  };
  const step = (by: number): void => {
    if (found.length > 0) show(found, (at + by + found.length) % found.length, wanted.length);
  };
  const count = found.length === 0 ? 'nothing found' : `${at + 1} of ${found.length.toLocaleString('en')}`;
  return (
    <search className={classes.search}>
      <TextInput
        size="xs"
        className={classes.searchField ?? ''}
        aria-label="Search the body"
        placeholder="Search the body"
        leftSection={<IconSearch size={14} />}
        value={wanted}
        data-testid={testIds.targets.pageSearch}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setWanted(next);
          show(findAll(text, next), 0, next.length);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
        }}
      />
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Previous match"
        disabled={found.length === 0}
        onClick={() => step(-1)}
      >
        <IconChevronUp size={15} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Next match"
        disabled={found.length === 0}
        onClick={() => step(1)}
      >
        <IconChevronDown size={15} />
      </ActionIcon>
      <span className={`${classes.searchCount} numeric`} role="status">
        {wanted === '' ? '' : count}
      </span>
    </search>
  );
}
