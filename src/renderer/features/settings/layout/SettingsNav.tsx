import { UnstyledButton } from '@mantine/core';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './SettingsLayout.module.css';
import { SECTIONS, type SectionId } from './sections.ts';

interface SettingsNavProps {
  readonly present: ReadonlySet<SectionId>;
  readonly current: SectionId | null;
  readonly environmentName: string;
  readonly onShow: (id: SectionId) => void;
}

/** The sections of the page, by whose settings they are; what a search hides is not among them. */
export function SettingsNav({ present, current, environmentName, onShow }: SettingsNavProps) {
  const groups = [
    { of: 'app', name: 'Sextant' },
    { of: 'environment', name: environmentName },
  ] as const;
  return (
    <nav aria-label="Sections of the settings" className={classes.nav}>
      {groups.map(({ of, name }) => {
        const sections = SECTIONS.filter((section) => section.of === of && present.has(section.id));
        if (sections.length === 0) return null;
        return (
          <div key={of}>
            <p className={classes.group}>
              <bdi>{name}</bdi>
            </p>
            <ul className={classes.links}>
              {sections.map(({ id, label }) => (
                <li key={id}>
                  <UnstyledButton
                    className={classes.link ?? ''}
                    aria-current={current === id || undefined}
                    data-testid={testIds.settings.section(id)}
                    onClick={() => onShow(id)}
                  >
                    {label}
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
