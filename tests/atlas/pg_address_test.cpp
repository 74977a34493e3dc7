#include "atlas/pg_address.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace cityweave::atlas;
using cityweave::base::ConfigError;

TEST_CASE("addresses of databases are told from paths") {
    CHECK(is_database_address("postgresql://host/db"));
    CHECK(is_database_address("postgres:///"));
    CHECK_FALSE(is_database_address("postgresql.gpkg"));
    CHECK_FALSE(is_database_address("https://host/x.gpkg"));
}

TEST_CASE("of an address host, port and database are shown, and no more") {
    CHECK(shown_address("postgresql://") == "postgresql://");
    CHECK(shown_address("postgresql:///atlas?host=/run/postgresql&password=secret") == "postgresql:///atlas");
    CHECK(shown_address("postgres://host") == "postgres://host");
    CHECK(shown_address("postgresql://user:secret@host:5432/atlas?sslmode=require") == "postgresql://host:5432/atlas");
    CHECK(shown_address("postgresql://user:se?cret@a:1,[::1]:2,b/atlas") == "postgresql://a:1,[::1]:2,b/atlas");
    CHECK(shown_address("postgresql://%2Frun%2Fpg/atlas") == "postgresql://%2Frun%2Fpg/atlas");
    CHECK_NOTHROW(require_readable("postgresql://user:s%40cret@host:5432/atlas"));
    CHECK_NOTHROW(require_readable("postgresql:///?service=atlas"));
}

TEST_CASE("where a password may be taken for something else, nothing is shown") {
    const std::vector<std::string> addresses{"postgresql://user:sec@ret@host/db", "postgresql://user:sec/ret@host/db",
                                             "postgresql://user:sec@ret/x@host",  "postgresql://user:secret",
                                             "postgresql://user:secret/db",       "postgresql://[::1:secret/db",
                                             "postgresql://user@host:secret/db",  "postgresql://u:1/secret@host"};
    for (const auto& address : addresses) {
        CAPTURE(address);
        CHECK(shown_address(address) == "postgresql://…");
        CHECK_THROWS_AS(require_readable(address), ConfigError);
        CHECK_THROWS_WITH(require_readable(address), !Catch::Contains("sec") && !Catch::Contains("ret") && Catch::Contains("%40"));
    }
}
