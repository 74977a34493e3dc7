#include "cli/secrets.hpp"

#include <catch2/catch.hpp>

using cityweave::cli::without_passwords;

TEST_CASE("passwords of addresses are not said, whatever the address") {
    CHECK(without_passwords("") == "");
    CHECK(without_passwords("a@b: no such file\n") == "a@b: no such file\n");
    CHECK(without_passwords("https://www.geonames.org/ is open\nx@y") == "https://www.geonames.org/ is open\nx@y");
    CHECK(without_passwords("postgresql://u:s3cret@host/db: no such file") == "postgresql://…@host/db: no such file");
    CHECK(without_passwords("one\nPOSTGRES://u:s3 c@r/e?t@host/db: no\ntwo") == "one\nPOSTGRES://…@host/db: no\ntwo");
    CHECK(without_passwords("\"postgres://h/?user=u&password=s3cret&sslmode=x\" not expected") ==
          "\"postgres://h/?user=u&password=…&sslmode=x\" not expected");
    CHECK(without_passwords("postgresql:/u:s3cret@host: no") == "postgresql:/…@host: no");
    CHECK(without_passwords("host=x password=s3cret user=y") == "host=x password=… user=y");
}
