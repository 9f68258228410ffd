CREATE TABLE users (
  id                INT          NOT NULL AUTO_INCREMENT,
  issuer            VARCHAR(32)  NOT NULL,
  wp_user_id        VARCHAR(64)  NOT NULL,
  email             VARCHAR(255) NOT NULL,
  display_name      VARCHAR(255),
  roles_json        TEXT         NOT NULL DEFAULT ('[]'),
  is_admin          BOOLEAN      NOT NULL DEFAULT 0,
  subscription_tier VARCHAR(128),
  timezone          VARCHAR(64),
  screen_name       VARCHAR(100),
  show_screen_name  TINYINT      DEFAULT 1,
  created_at        DATETIME     NOT NULL DEFAULT CURRENT_TIMESTAMP,
  -- Without ON UPDATE: changing a time zone is not a login.
  last_login_at     DATETIME     NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (id),
  UNIQUE KEY users_identity (issuer, wp_user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
