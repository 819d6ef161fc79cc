import { type Kysely, sql } from 'kysely'

/** A webhook can be removed while applications change state, and the log be read by time however long it is. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    -- what goes with a webhook, and what of one has failed
    create index webhook_delivery_webhook on webhook_delivery (webhook_id, state);

    -- submissions by day
    create index audit_submitted on audit (at) where action = 'submitted';

    create or replace function note_state_change() returns trigger language plpgsql as $$
      declare
        event uuid;
        receivers uuid[];
      begin
        -- kept until this is committed; one that is being removed is waited for, and then left out
        receivers := array(select id from webhook where is_on order by id for key share);
        if cardinality(receivers) > 0 then
          event := gen_random_uuid();
          insert into webhook_event values (event, new.id, new.state, now());
          insert into webhook_delivery (event_id, webhook_id, state, next_attempt_at)
            select event, receiver, 'pending', now() from unnest(receivers) as receiver;
        end if;
        return null;
      end
    $$;
  `.execute(db)
}
