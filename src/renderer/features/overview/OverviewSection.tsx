import { UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useId } from 'react';
import { useStore } from 'zustand';
import { testIds } from '../../../shared/test-ids.ts';
import classes from './Overview.module.css';
import { overviewStore } from './overview-store.ts';
import { PanelTile } from './PanelTile.tsx';
import type { SectionSpec } from './panel-spec.ts';

/** Panels under a heading that opens and closes them. */
export function OverviewSection({ section }: { readonly section: SectionSpec }) {
  const contentId = useId();
  const open = useStore(overviewStore, (state) => state.opened[section.id] ?? section.initiallyOpen);
  return (
    <section className={classes.section} data-testid={testIds.overview.section(section.id)}>
      <h2 className={classes.heading}>
        <UnstyledButton
          className={classes.toggle ?? ''}
          aria-expanded={open}
          aria-controls={contentId}
          onClick={() => overviewStore.getState().setOpened(section.id, !open)}
        >
          <IconChevronDown className={classes.chevron} data-open={open || undefined} size={16} aria-hidden />
          {section.title}
          <span className={classes.count}>
            {section.panels.length === 1 ? '1 panel' : `${section.panels.length} panels`}
          </span>
        </UnstyledButton>
      </h2>
      <div id={contentId} className={classes.rows} hidden={!open}>
        {open && section.panels.map((panel) => <PanelTile key={panel.id} spec={panel} />)}
      </div>
    </section>
  );
}
