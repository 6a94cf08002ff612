import { defineSql } from './sql.ts';
import type { Store } from './store.ts';

/** A mail as it left (or, without an SMTP relay, as it would have left). */
export interface Mail {
  /** 1, 2, 3, …: the order of arrival. */
  readonly id: number;
  readonly timeMs: number;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** `relayed`: an SMTP server took it. `kept`: there is none, it is in the mailbox alone. */
  readonly delivery: 'relayed' | 'kept';
}

/** Every mail that the cloud sent, to be read with `tocsin mail`. */
export class Mailbox {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** In a transaction. */
  add(mail: Omit<Mail, 'id'>): number {
    const { timeMs, from, to, subject, text, delivery } = mail;
    const { insert, forget } = this.#store.sql(mailSql);
    const id = insert.run(timeMs, from, to, subject, text, delivery);
    forget.run(id - mailsLimit);
    return id;
  }

  /** Mails that came after `afterId`, oldest first, at most `limit`. */
  read(afterId: number, limit: number): Mail[] {
    return this.#store.sql(mailSql).read.all(afterId, limit) as unknown as Mail[];
  }
}

/** The mailbox keeps the newest mails. */
const mailsLimit = 10_000;

const mailSql = defineSql(
  `CREATE TABLE IF NOT EXISTS mail (
     id INTEGER PRIMARY KEY AUTOINCREMENT, time_ms INTEGER NOT NULL, sender TEXT NOT NULL,
     recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, delivery TEXT NOT NULL)`,
  {
    insert: `INSERT INTO mail (time_ms, sender, recipient, subject, body, delivery)
             VALUES (?, ?, ?, ?, ?, ?)`,
    forget: 'DELETE FROM mail WHERE id <= ?',
    read: `SELECT id, time_ms AS timeMs, sender AS "from", recipient AS "to", subject,
           body AS text, delivery FROM mail WHERE id > ? ORDER BY id LIMIT ?`,
  },
);
