from tests.builders import creer_utilisateur


def test_connexion_sans_erreur_du_navigateur(page, live_server):
    nadia = creer_utilisateur("accueil", courriel="nadia@lierre.example")
    nadia.set_password("un long mot de passe")
    nadia.save(update_fields=["password"])
    erreurs = []
    page.on("console", lambda m: erreurs.append(m.text) if m.type == "error" else None)
    page.goto(f"{live_server.url}/connexion/")
    # Refused by the content policy: a missing file or an inline style would show here.
    assert erreurs == []

    page.locator("#id_login").fill("nadia@lierre.example")
    page.locator("#id_password").fill("un long mot de passe")
    page.locator("form:has(#id_password) button[type=submit]").first.click()
    page.wait_for_url("**/planning/")

    assert "sessionid" in [temoin["name"] for temoin in page.context.cookies()]
