-- For a database server that somebody else runs (MySQL 8 or newer, or MariaDB 10.11 or newer): the
-- schema and a user limited to it. The product needs no administrator's account; its migrations make
-- the tables. Run it once as an administrator, with a password of your own and the host the node
-- connects from:
--
--   mysql -u root -p < conf/database.sql
--
-- and give the node  DATABASE_URL=mysql://marketswarm:<password>@<host>:3306/fotw_app

CREATE DATABASE IF NOT EXISTS fotw_app CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE USER IF NOT EXISTS 'marketswarm'@'127.0.0.1' IDENTIFIED BY 'choose-a-password';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW,
  CREATE TEMPORARY TABLES, LOCK TABLES ON fotw_app.* TO 'marketswarm'@'127.0.0.1';
