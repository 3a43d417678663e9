-- PostgreSQL database dump
\restrict abc
SET a = on;
CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$ SELECT ';' $_$;
COPY p (id) FROM stdin;
1
\N
\.
SELECT E'a\'; b';
\unrestrict abc
