// A transaction in the schema of a PostGIS database that is an atlas's, from connecting to its end. Knows no rows.
#pragma once

#include "atlas/pg_connection.hpp"

#include <string>

namespace cityweave::atlas {

/// Sees one state of the database if it reads; what it changes appears with commit() and, without it, never.
///
/// The schema is the first one that search_path names, as set for role, database or in the address, unless that is the
/// user's own or `public`; then it is `cityweave`. Within the transaction, names without a schema are of that schema or of
/// PostGIS's.
class PgSession {
public:
    enum class Purpose { reading, changing };
    /// Throws as PgConnection does, and ConfigError where the database has no PostGIS.
    PgSession(const std::string& address, Purpose purpose);

    [[nodiscard]] PgConnection& connection() noexcept { return connection_; }
    /// Address and schema, for messages.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    [[nodiscard]] bool has_table(const std::string& table);
    /// Throws IoError if the schema holds no atlas.
    void require_atlas();
    /// Waits for others who hold it, for the length of their transactions; who only reads is not held up.
    void lock();
    void make_schema();
    void commit() { connection_.run("COMMIT"); }

private:
    [[nodiscard]] std::string text_of(const std::string& question, const std::vector<std::string>& values = {});
    PgConnection connection_;
    std::string schema_;
    std::string name_;
};

} // namespace cityweave::atlas
