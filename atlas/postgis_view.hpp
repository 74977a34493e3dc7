// A view of an atlas in a PostGIS database. The database narrows: filters, relations and distances are its work, by index;
// what comes back is put in order by the same code, with the same geodesic, as an atlas in memory. Knows no library.
#pragma once

#include "atlas/atlas_reading.hpp"
#include "atlas/pg_session.hpp"
#include "atlas/pg_tables.hpp"
#include "atlas/view.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cityweave::atlas {

class PostgisView : public AtlasView {
public:
    /// The session reads, and its schema holds an atlas.
    explicit PostgisView(PgSession session);

    [[nodiscard]] std::shared_ptr<const Atlas> whole() override;
    [[nodiscard]] std::shared_ptr<const Atlas> part(const Wanted& wanted) override;
    [[nodiscard]] std::vector<std::string> countries() override;
    [[nodiscard]] Answer answer(const Question& question) override;

private:
    struct Nearest {
        std::size_t count;
        geo::Metres farthest;
    };
    [[nodiscard]] Nearest nearest_within(const Question& question, geo::Metres radius);
    [[nodiscard]] geo::Metres reach_of_nearest(const Question& question);
    [[nodiscard]] std::shared_ptr<const Atlas> candidates(const Question& question, geo::Metres radius);
    [[nodiscard]] std::shared_ptr<const Atlas> atlas_of(AtlasReader reader, PgRows places);
    [[nodiscard]] PgRowReader rows_of(const char* table, const std::string& question, const std::vector<std::string>& values = {});

    PgSession session_;
    AtlasReader clusters_;                ///< programme and clusters, where every part begins
    std::optional<AtlasReader> networks_; ///< and all networks, once they are asked for
};

} // namespace cityweave::atlas
