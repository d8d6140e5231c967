import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TestId } from '../../shared/test-ids.ts';
import classes from './Panel.module.css';

interface PanelProps {
  readonly title?: ReactNode;
  /** Small text at the right of the title: a unit or an expression. */
  readonly caption?: ReactNode;
  /** Buttons after the caption. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly testId?: TestId;
  /** The content touches the border (tables). */
  readonly flush?: boolean;
}

/** A card with a title line: what pages are made of. */
export function Panel({ title, caption, actions, children, testId, flush = false }: PanelProps) {
  return (
    <Paper className={classes.panel ?? ''} component="section" radius="lg" data-testid={testId}>
      {title !== undefined && (
        <header className={classes.header}>
          <h2 className={classes.title}>{title}</h2>
          {caption !== undefined && <div className={classes.caption}>{caption}</div>}
          {actions}
        </header>
      )}
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
    </Paper>
  );
}
