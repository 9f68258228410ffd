CREATE TABLE user_trade_actions (
  id          BIGINT       NOT NULL AUTO_INCREMENT,
  user_id     INT          NOT NULL,
  idea_id     VARCHAR(100) NOT NULL,
  trade_id    VARCHAR(36),
  action      VARCHAR(50)  NOT NULL,
  action_time DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY user_trade_actions_user (user_id, action_time),
  KEY user_trade_actions_idea (idea_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
