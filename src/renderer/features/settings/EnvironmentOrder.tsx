import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconGripVertical } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { EnvironmentSummary } from '../../../shared/domain/environment.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore, useEnvironment } from '../../state/environment-store.ts';
import { ENVIRONMENT_KIND_NAMES, EnvironmentIcon } from '../../ui/EnvironmentIcon.tsx';
import { reportFailure } from '../../ui/report-failure.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import classes from './EnvironmentOrder.module.css';
import { SettingBlock } from './layout/SettingRow.tsx';
import { SettingsSection } from './layout/SettingsSection.tsx';
import { moved } from './moved.ts';
import { useRowDrag } from './use-row-drag.ts';

const KEYED_PLACES = 9;

/** All environments in their order, which drag, buttons and arrow keys change: that of the switcher, its keys and the tray. */
export function EnvironmentOrder() {
  const environments = useEnvironment((state) => state.environments);
  const [told, setTold] = useState('');
  const handles = useRef(new Map<string, HTMLButtonElement>());
  const list = useRef<HTMLOListElement>(null);
  const ids = environments.map(({ id }) => id);
  const { drag, handleProps } = useRowDrag(list, (from, to) => {
    const id = ids[from];
    if (id !== undefined) move(id, to);
  });

  function move(id: string, to: number): void {
    const next = moved(ids, id, to);
    const name = environments.find((known) => known.id === id)?.name ?? id;
    if (next.every((other, i) => other === ids[i])) return;
    request('environmentFiles.reorder', { ids: [...next] })
      .then(() => environmentStore.getState().load())
      .then(() => {
        setTold(`${name} is number ${next.indexOf(id) + 1} of ${next.length}`);
        handles.current.get(id)?.focus();
      })
      .catch(reportFailure('The order could not be kept'));
  }

  return (
    <SettingsSection
      id="order"
      title="Environments"
      caption="In the order of the switcher, its keys and the tray"
      testId={testIds.settings.environments}
    >
      <VisuallyHidden role="status">{told}</VisuallyHidden>
      <SettingBlock text="Order of the environments in the switcher, its keys and the tray">
        <ol ref={list} className={classes.list} aria-label="Environments in their order">
          {environments.map((environment, i) => (
            <li
              key={environment.id}
              className={classes.row}
              data-testid={testIds.settings.environmentPlace}
              data-dragged={drag?.from === i || undefined}
              data-over={
                drag === null || drag.to !== i || drag.from === i
                  ? undefined
                  : drag.to < drag.from
                    ? 'above'
                    : 'below'
              }
            >
              <Row
                environment={environment}
                place={i}
                count={environments.length}
                handleProps={handleProps(i)}
                handleRef={(handle) => {
                  if (handle !== null) handles.current.set(environment.id, handle);
                }}
                onMove={(to) => move(environment.id, to)}
              />
            </li>
          ))}
        </ol>
      </SettingBlock>
    </SettingsSection>
  );
}

interface RowProps {
  readonly environment: EnvironmentSummary;
  readonly place: number;
  readonly count: number;
  readonly handleProps: object;
  readonly handleRef: (handle: HTMLButtonElement | null) => void;
  readonly onMove: (to: number) => void;
}

function Row({
  environment: { name, kind, active, running },
  place,
  count,
  handleProps,
  handleRef,
  onMove,
}: RowProps) {
  return (
    <>
      <Tooltip label="Drag, or press the arrow keys">
        <ActionIcon
          {...handleProps}
          ref={handleRef}
          className={classes.handle ?? ''}
          variant="subtle"
          color="gray"
          aria-label={`Move ${name}, ${place + 1} of ${count}`}
          data-testid={testIds.settings.environmentHandle}
          onKeyDown={(event) => {
            const steps: Readonly<Record<string, number>> = {
              ArrowUp: place - 1,
              ArrowDown: place + 1,
              Home: 0,
              End: count - 1,
            };
            const to = steps[event.key];
            if (to === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            onMove(to);
          }}
        >
          <IconGripVertical size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <EnvironmentIcon kind={kind} />
      <span className={classes.name}>
        <bdi>{name}</bdi>
        <span className={classes.kind}>{ENVIRONMENT_KIND_NAMES[kind]}</span>
      </span>
      {active ? (
        <StatusBadge tone="info">Shown</StatusBadge>
      ) : (
        running && <StatusBadge tone="good">Running</StatusBadge>
      )}
      <span className={classes.keys}>{place < KEYED_PLACES && `Ctrl+${place + 1}`}</span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${name} up`}
        disabled={place === 0}
        onClick={() => onMove(place - 1)}
      >
        <IconChevronUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${name} down`}
        disabled={place === count - 1}
        onClick={() => onMove(place + 1)}
      >
        <IconChevronDown size={16} aria-hidden />
      </ActionIcon>
    </>
  );
}
