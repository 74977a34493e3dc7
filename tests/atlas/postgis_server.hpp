// The server that tests/support/with_postgis.sh starts, as the tests see it.
#pragma once

#include "atlas/pg_connection.hpp"

#include <string>

namespace cityweave::test {

/// The atlas in a schema of this name; the rest stands in the environment.
inline std::string in_schema(const std::string& schema) {
    return "postgresql:///?options=-csearch_path%3D" + schema;
}

/// What somebody does in psql.
inline void by_hand(const std::string& commands) {
    atlas::PgConnection("postgresql:///").run(commands);
}

} // namespace cityweave::test
