import { UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { testIds } from '../../../shared/test-ids.ts';
import classes from './AboutDialog.module.css';

/** As the build writes them to `licences.json`. */
interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** Packages that the app is built from; a click shows a licence's text. */
export function LicenceList() {
  const [licences, setLicences] = useState<readonly Licence[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    fetch('./licences.json')
      .then((response) => response.json() as Promise<Licence[]>)
      .then(setLicences, () => setFailed(true));
  }, []);
  if (failed) return <p className={classes.note}>The list of licences is missing in this build.</p>;
  return (
    <>
      <p className={classes.note}>
        Electron and Chromium come with theirs in the program’s folder. The app’s own packages:
      </p>
      <ul className={classes.licences} data-testid={testIds.shell.licences}>
        {licences?.map(({ name, version, licence, text }) => (
          <li key={name}>
            <UnstyledButton
              className={classes.licence ?? ''}
              aria-expanded={shown === name}
              onClick={() => setShown(shown === name ? null : name)}
            >
              <span>
                {name} <span className={classes.version}>{version}</span>
              </span>
              <span className={classes.version}>{licence}</span>
            </UnstyledButton>
            {shown === name && (
              <pre className={classes.text}>
                {text === '' ? `${licence}. The package brings no text of its own.` : text}
              </pre>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
