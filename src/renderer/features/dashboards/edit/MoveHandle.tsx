import { ActionIcon } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { testIds } from '../../../../shared/test-ids.ts';
import type { PlacedPanel } from '../layout/layout.ts';
import classes from './Edit.module.css';
import type { Direction } from './nudge.ts';
import type { PanelActions } from './panel-actions.tsx';

interface MoveHandleProps {
  readonly placed: PlacedPanel;
  readonly group: number;
  readonly title: string;
  readonly actions: PanelActions;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The panel that is moved by keys: over the end of a row it gets a new handle, which takes the focus over. */
let movedByKey: number | null = null;

/** What a panel is moved by: with the pointer, or with arrow keys; Shift and an arrow make it larger or smaller. */
export function MoveHandle({ placed, group, title, actions }: MoveHandleProps) {
  const { id } = placed.panel;
  const ref = useRef<HTMLButtonElement>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (movedByKey !== id) return;
    movedByKey = null;
    ref.current?.focus();
  }, [id]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = DIRECTIONS[event.key];
    if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    movedByKey = id;
    setSaid(actions.nudge(id, direction, event.shiftKey));
    ref.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <>
      <ActionIcon
        ref={ref}
        className={classes.handle ?? ''}
        variant="subtle"
        color="gray"
        size={24}
        aria-label={`Move ${title}`}
        aria-description="Arrow keys move the panel; with Shift they change its size."
        title="Drag, or use arrow keys; Shift+arrow changes the size"
        data-testid={testIds.dashboards.panelMove}
        onPointerDown={(event) => actions.grab(event, 'move', placed, group)}
        onKeyDown={onKeyDown}
        onBlur={() => setSaid('')}
      >
        <IconGripVertical size={15} stroke={1.7} aria-hidden />
      </ActionIcon>
      <span className="visually-hidden" aria-live="polite">
        {said}
      </span>
    </>
  );
}

/** The corner that a panel is resized by with the pointer; keys do it at the handle. */
export function ResizeCorner({ placed, group, actions }: Omit<MoveHandleProps, 'title'>) {
  return (
    <div
      className={classes.corner}
      aria-hidden
      data-testid={testIds.dashboards.panelResize}
      onPointerDown={(event) => actions.grab(event, 'resize', placed, group)}
    />
  );
}
