-- Below this position every transaction has ended: nothing can appear there any more. Transactions of other
-- databases in the cluster are known by their sessions and do not count, as they cannot book here; whose session is
-- not seen (it ended, it is prepared, it is another role's) counts as ours.
CREATE OR REPLACE FUNCTION ledger_horizon() RETURNS bigint
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  WITH now AS MATERIALIZED (SELECT pg_current_snapshot() AS snapshot)
  SELECT ledger_position(coalesce(least(pg_current_xact_id_if_assigned(), (
           SELECT min(id) FROM pg_snapshot_xip(now.snapshot) AS running (id)
            WHERE NOT EXISTS (
              SELECT FROM pg_stat_activity AS a
               WHERE a.backend_xid = running.id::xid
                 AND a.datid <> (SELECT oid FROM pg_database WHERE datname = current_database())))),
         pg_snapshot_xmax(now.snapshot)))
    FROM now
$$;
