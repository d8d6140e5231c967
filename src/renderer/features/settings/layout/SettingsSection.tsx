import type { ReactNode } from 'react';
import { useContext } from 'react';
import type { TestId } from '../../../../shared/test-ids.ts';
import { Panel } from '../../../ui/Panel.tsx';
import classes from './SettingsLayout.module.css';
import { elementIdOf, type SectionId } from './sections.ts';
import { holdsAll, SettingsSearchContext } from './settings-search.ts';

interface SettingsSectionProps {
  readonly id: SectionId;
  readonly title: string;
  readonly caption?: ReactNode;
  readonly actions?: ReactNode;
  readonly testId?: TestId;
  readonly children: ReactNode;
}

/** A card of settings; a search leaves those of its rows that fit, and hides it without any. */
export function SettingsSection({ id, title, children, ...rest }: SettingsSectionProps) {
  const { words } = useContext(SettingsSearchContext);
  return (
    <div id={elementIdOf(id)} className={classes.section} data-settings-section={id}>
      <SettingsSearchContext value={{ words, isWhole: holdsAll(title, words) }}>
        <Panel title={title} {...rest}>
          {children}
        </Panel>
      </SettingsSearchContext>
    </div>
  );
}
