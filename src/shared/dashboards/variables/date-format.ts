const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function part(token: string, date: Date): string {
  const hour12 = date.getUTCHours() % 12 === 0 ? 12 : date.getUTCHours() % 12;
  switch (token) {
    case 'YYYY':
      return String(date.getUTCFullYear()).padStart(4, '0');
    case 'YY':
      return two(date.getUTCFullYear() % 100);
    case 'MMMM':
      return MONTHS[date.getUTCMonth()] as string;
    case 'MMM':
      return (MONTHS[date.getUTCMonth()] as string).slice(0, 3);
    case 'MM':
      return two(date.getUTCMonth() + 1);
    case 'M':
      return String(date.getUTCMonth() + 1);
    case 'DD':
      return two(date.getUTCDate());
    case 'D':
      return String(date.getUTCDate());
    case 'dddd':
      return DAYS[date.getUTCDay()] as string;
    case 'ddd':
      return (DAYS[date.getUTCDay()] as string).slice(0, 3);
    case 'HH':
      return two(date.getUTCHours());
    case 'H':
      return String(date.getUTCHours());
    case 'hh':
      return two(hour12);
    case 'h':
      return String(hour12);
    case 'mm':
      return two(date.getUTCMinutes());
    case 'm':
      return String(date.getUTCMinutes());
    case 'ss':
      return two(date.getUTCSeconds());
    case 's':
      return String(date.getUTCSeconds());
    case 'SSS':
      return String(date.getUTCMilliseconds()).padStart(3, '0');
    case 'A':
      return date.getUTCHours() < 12 ? 'AM' : 'PM';
    case 'a':
      return date.getUTCHours() < 12 ? 'am' : 'pm';
    case 'X':
      return String(Math.floor(date.getTime() / 1_000));
    case 'x':
      return String(date.getTime());
    case 'Z':
      return '+00:00';
    default:
      return token.replace(/^\[|\]$/g, '');
  }
}

const TOKEN = /\[[^\]]*\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|SSS|A|a|X|x|Z/g;

/** A time in UTC by a pattern of the usual letters (`YYYY-MM-DD HH:mm:ss`); text in square brackets is taken as it is. */
export function formatDate(ms: number, pattern: string): string {
  const date = new Date(ms);
  return pattern.replace(TOKEN, (token) => part(token, date));
}
