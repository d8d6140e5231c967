import { TextInput } from '@mantine/core';
import { IconChevronRight, IconFilter } from '@tabler/icons-react';
import { Fragment, useMemo, useState } from 'react';
import type { ExpositionFamily } from '../../../../shared/domain/exposition.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './PageDrawer.module.css';
import { splitSample } from './page-places.ts';

const SHOWN_SAMPLES = 100;
const AFTER_WORD = /(?<=[_:])/;
const AFTER_LABEL = /(?<=",)/;

/** By name, help, or the name of one of its samples, as in "http_requests_total". */
function isWanted({ name, help }: ExpositionFamily, wanted: string): boolean {
  const lower = name.toLowerCase();
  return lower.includes(wanted) || wanted.startsWith(`${lower}_`) || help.toLowerCase().includes(wanted);
}

interface FamilyListProps {
  readonly families: readonly ExpositionFamily[];
  /** The page's lines. */
  readonly lines: readonly string[];
  readonly onShow: (line: number) => void;
}

/** The metric families as they were read; each opens to its samples. */
export function FamilyList({ families, lines, onShow }: FamilyListProps) {
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const shown = useMemo(() => families.filter((family) => isWanted(family, wanted)), [families, wanted]);
  return (
    <>
      <TextInput
        size="xs"
        className={classes.filters ?? ''}
        aria-label="Filter families"
        placeholder="Filter by name or help"
        leftSection={<IconFilter size={14} />}
        value={filter}
        data-testid={testIds.targets.pageFamilyFilter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <ul className={classes.list} data-testid={testIds.targets.pageFamilies}>
        {shown.map((family) => (
          <Family key={`${family.line}:${family.name}`} family={family} lines={lines} onShow={onShow} />
        ))}
      </ul>
      {shown.length === 0 && <p className={classes.note}>No family matches.</p>}
    </>
  );
}

interface FamilyProps {
  readonly family: ExpositionFamily;
  readonly lines: readonly string[];
  readonly onShow: (line: number) => void;
}

function Family({ family, lines, onShow }: FamilyProps) {
  const [opened, setOpened] = useState(false);
  const { name, type, typed, help, unit, series, samples, sampleLines } = family;
  const counts =
    series === samples
      ? `${series.toLocaleString('en')} series`
      : `${series.toLocaleString('en')} series, ${samples.toLocaleString('en')} samples`;
  return (
    <li>
      <button
        type="button"
        className={classes.family}
        aria-expanded={opened}
        onClick={() => {
          setOpened(!opened);
          if (!opened) onShow(family.line);
        }}
      >
        <IconChevronRight size={14} className={classes.chevron} aria-hidden />
        <span className={classes.familyText}>
          <span className={classes.familyName}>
            <Breakable text={name} after={AFTER_WORD} />
          </span>
          {help !== '' && <span className={classes.help}>{help}</span>}
        </span>
        <span className={classes.type} data-untyped={!typed || undefined}>
          {typed ? type : 'no type'}
          {unit !== '' && ` · ${unit}`}
        </span>
        <span className={`${classes.count} numeric`}>{counts}</span>
      </button>
      {opened && (
        <table className={`${classes.samples} numeric`}>
          <tbody>
            {sampleLines.slice(0, SHOWN_SAMPLES).map((line) => {
              const { series: text, rest } = splitSample(lines[line - 1] ?? '');
              return (
                <tr key={line} onClick={() => onShow(line)}>
                  <td>
                    <Breakable
                      after={AFTER_LABEL}
                      text={
                        text.startsWith(name) && text.length > name.length ? text.slice(name.length) : text
                      }
                    />
                  </td>
                  <td>{rest}</td>
                </tr>
              );
            })}
          </tbody>
          {samples > SHOWN_SAMPLES && (
            <caption className={classes.note}>
              {(samples - SHOWN_SAMPLES).toLocaleString('en')} more samples stand in the raw body.
            </caption>
          )}
        </table>
      )}
    </li>
  );
}

interface BreakableProps {
  readonly text: string;
  /** Empty places of the text at which a line may end. */
  readonly after: RegExp;
}

/** A long text that breaks between its parts before it breaks inside one. */
function Breakable({ text, after }: BreakableProps) {
  return text.split(after).map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
    <Fragment key={i}>
      {part}
      <wbr />
    </Fragment>
  ));
}
