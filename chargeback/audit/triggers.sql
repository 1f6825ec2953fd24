-- The functions behind the audit log. Time zone and search path are fixed: a digest may not depend on the session.

CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: rows are only ever added.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

-- What the session says of who is at work: pghistory's context, set by forms and commands.
CREATE OR REPLACE FUNCTION audit_who(OUT actor text, OUT person bigint, OUT door text, OUT reason text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    context jsonb := nullif(current_setting('pghistory.context_metadata', true), '')::jsonb;
    is_portal boolean := current_setting('application_name') = 'chargeback';
BEGIN
    actor := coalesce(
        context->>'author', CASE WHEN is_portal THEN 'the portal itself' ELSE 'SQL by hand (' || session_user || ')' END
    );
    person := (context->>'user')::bigint;
    door := CASE
        WHEN context->>'url' LIKE '/admin/%' THEN 'admin'
        WHEN context->>'url' IS NOT NULL THEN 'page'
        WHEN context->>'author' IS NOT NULL THEN 'command'
        WHEN is_portal THEN 'job'
        ELSE 'database'
    END;
    reason := coalesce(context->>'reason', '');
END $$;

-- SHA-256 of a row's columns, those named only: a column that a later release adds changes no digest.
CREATE OR REPLACE FUNCTION audit_digest(content jsonb, columns text[]) RETURNS text
LANGUAGE sql IMMUTABLE SET timezone = 'UTC' AS $$
    SELECT encode(
        sha256(convert_to(coalesce(jsonb_object_agg(name, content->name)::text, ''), 'UTF8')), 'hex'
    ) FROM unnest(columns) AS name
$$;

-- A row of a watched table changed. Arguments: columns that are no news, columns that hold secrets (both with commas).
CREATE OR REPLACE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
    quiet text[] := string_to_array(TG_ARGV[0], ',');
    secret text[] := string_to_array(TG_ARGV[1], ',');
    was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - quiet END;
    is_now jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - quiet END;
    key text := coalesce(is_now, was)->>'id';
    name text;
    who record;
BEGIN
    IF TG_OP = 'UPDATE' AND was = is_now THEN
        RETURN NULL;
    END IF;
    FOREACH name IN ARRAY secret LOOP
        IF TG_OP = 'UPDATE' AND was->name IS DISTINCT FROM is_now->name THEN
            was := was || jsonb_build_object(name, '(hidden)');
            is_now := is_now || jsonb_build_object(name, '(changed)');
        ELSE
            was := was - name;
            is_now := is_now - name;
        END IF;
    END LOOP;
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(one.key, was->one.key), jsonb_object_agg(one.key, one.value) INTO was, is_now
        FROM jsonb_each(is_now) one WHERE one.value IS DISTINCT FROM was->one.key;
    END IF;
    who := audit_who();
    INSERT INTO audit_entry (actor, "user", door, reason, action, subject, "row", old, new, event_digest)
    VALUES (who.actor, who.person, who.door, who.reason, lower(TG_OP), TG_TABLE_NAME, coalesce(key, ''), was, is_now, '');
    RETURN NULL;
END $$;

-- The rulebook's history wrote events: each gets an entry that holds its digest.
CREATE OR REPLACE FUNCTION audit_events() RETURNS trigger LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
    who record := audit_who();
BEGIN
    INSERT INTO audit_entry
        (at, actor, "user", door, reason, action, subject, "row", event, event_digest, event_columns)
    SELECT event.pgh_created_at, who.actor, who.person, who.door, who.reason, event.pgh_label, TG_TABLE_NAME,
           event.pgh_obj_id::text, event.pgh_id, audit_digest(to_jsonb(event), names.all), names.all
    FROM made AS event
    CROSS JOIN LATERAL (SELECT array_agg(key ORDER BY key) AS all FROM jsonb_object_keys(to_jsonb(event)) key) AS names
    ORDER BY event.pgh_id;
    RETURN NULL;
END $$;
