// Rows of the tables that atlas_writing writes, back to an atlas or a part of one. Knows no library and no format.
#pragma once

#include "atlas/atlas.hpp"
#include "atlas/tables.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace cityweave::atlas {

/// Takes rows table by table, in the order of its members: later tables name rows of earlier ones. All members throw
/// FormatError naming `store`, table and row where a row is not as it was written. A copy goes on from where this one is.
class AtlasReader {
public:
    explicit AtlasReader(std::string store) : store_(std::move(store)) {}

    void add_programme(RowReader& rows);
    void add_clusters(RowReader& rows);
    void add_networks(RowReader& rows);
    void add_places(RowReader& rows);
    void add_memberships(RowReader& rows);
    void add_links(RowReader& rows);
    void add_page_points(RowReader& rows);

    /// To be called last.
    [[nodiscard]] AtlasParts take_parts() { return std::move(parts_); }

private:
    std::string store_;
    AtlasParts parts_;
    std::map<std::string, ClusterId> clusters_;
    std::map<std::string, NetworkId> networks_;
    std::map<std::int64_t, PlaceId> places_;
};

/// All tables. Whether the parts make an atlas is not looked at.
[[nodiscard]] AtlasParts read_tables(Tables& tables);
/// Throws FormatError naming `store` if they make none.
[[nodiscard]] Atlas atlas_from_stored(AtlasParts parts, const std::string& store);

} // namespace cityweave::atlas
