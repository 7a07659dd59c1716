"""The words that the simulated company is made of: names, streets, cities, products. All combinations are invented."""

WOMEN = """
Maria Ana Francisca Antônia Adriana Juliana Márcia Fernanda Patrícia Aline Sandra Camila Amanda Bruna Jéssica Letícia Júlia Luciana
Vanessa Mariana Gabriela Vera Vitória Larissa Cláudia Beatriz Rita Luana Sônia Renata Eliane Josefa Simone Natália Cristiane Carla
Débora Rosângela Jaqueline Rosa Daniela Aparecida Marlene Terezinha Raimunda Andreia Fabiana Lúcia Raquel Ângela Rafaela Joana Luzia
Elaine Daniele Marta Helena Alice Laura Manuela Isabela Heloísa Cecília Eloá Lívia Giovana Lorena Marina Catarina Clara Antonella Elisa
Rebeca Yasmin Olívia Emanuelly Regina Inês Conceição Graça Socorro Fátima Lourdes Célia Sílvia Mônica Viviane Tatiane Priscila Karina
Roberta Bianca Milena Sabrina Tainá Iara Jussara Neusa Zélia Ivone Irene Odete Edna Nair Dalva Cleusa Lúcia Estela Noêmia Flávia
""".split()

MEN = """
José João Antônio Francisco Carlos Paulo Pedro Lucas Luiz Marcos Luís Gabriel Rafael Daniel Marcelo Bruno Eduardo Felipe Raimundo
Rodrigo Manoel Mateus André Fernando Fábio Leonardo Gustavo Guilherme Leandro Tiago Anderson Ricardo Márcio Jorge Sebastião Alexandre
Roberto Édson Diego Vítor Sérgio Cláudio Matheus Thiago Geraldo Adriano Luciano Júlio Renato Alex Vinícius Rogério Samuel Ronaldo
Mário Flávio Ígor Douglas Davi Manuel Jéferson Cícero Victor Miguel Robson Maurício Danilo Henrique Caio Reginaldo Joaquim Benedito
Gilberto Marco Alan Nélson Cristiano Elias Wilson Valdir Émerson Luan Renan Severino Fabrício Mauro Jonas Gilmar Jean Wesley Diogo
Adílson Jair Éverton Osvaldo Sílvio Hélio Arthur Heitor Bernardo Theo Enzo Nicolas Murilo Otávio Caetano Augusto Hugo Breno Ubirajara
""".split()

SURNAMES = (
    """
Silva|Santos|Oliveira|Souza|Rodrigues|Ferreira|Alves|Pereira|Lima|Gomes|Costa|Ribeiro|Martins|Carvalho|Almeida|Lopes|Soares|Fernandes
Vieira|Barbosa|Rocha|Dias|Nascimento|Andrade|Moreira|Nunes|Marques|Machado|Mendes|Freitas|Cardoso|Ramos|Gonçalves|Santana|Teixeira
Araújo|Pinto|Cavalcanti|Monteiro|Moura|Corrêa|Campos|Batista|Miranda|Borges|Barros|Castro|Azevedo|Melo|Duarte|Cunha|Reis|Farias|Coelho
Sales|Vasconcelos|Pires|Xavier|Bezerra|Medeiros|Aguiar|Siqueira|Brito|Guimarães|Nogueira|Sampaio|Macedo|Tavares|Leite|Fonseca|Amaral
Assis|Bastos|Bittencourt|Braga|Brandão|Bueno|Camargo|Chaves|Coutinho|Cruz|Domingues|Esteves|Faria|Figueiredo|Furtado|Garcia|Guerra
Henriques|Jesus|Junqueira|Leal|Lacerda|Maciel|Magalhães|Maia|Matos|Menezes|Mesquita|Morais|Mota|Neves|Novaes|Pacheco|Padilha|Paiva
Peixoto|Pessoa|Pimentel|Pinheiro|Prado|Queiroz|Rangel|Rezende|Rosa|Sá|Salgado|Santiago|Serra|Simões|Toledo|Torres|Trindade|Valente
Vargas|Veloso|Viana|Vidal|Zanetti|Rossi|Bianchi|Ferrari|Colombo|Müller|Schmidt|Becker|Weber|Fischer|Wagner|Tanaka|Sato|Suzuki|Nakamura
Yamamoto|Kobayashi|Watanabe|Haddad|Salim|Conceição|Caldeira|Falcão|Galvão|Holanda|Lobo|Meireles|Parreira|Quintanilha|Rabelo|Sabino
Sant'Anna|Sobral|Tourinho|Uchôa|Vilela|Werneck|Zanini|Arruda|Bragança|Calheiros|Dantas|Feitosa|Gusmão|Infante|Jardim|Krüger|Lins
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

PARTICLES = {
    "da": "Silva Costa Rocha Cunha Cruz Rosa Mota Fonseca Serra Conceição Trindade Guerra Gama Luz Veiga".split(),
    "de": "Oliveira Souza Almeida Carvalho Castro Andrade Melo Barros Araújo Lima Moura Freitas Jesus Azevedo Paula Sá"
    " Miranda Assis Queiroz Campos Farias Macedo Matos Medeiros Menezes Moraes Morais Paiva Toledo Vasconcelos Holanda".split(),
    "do": "Nascimento Prado Amaral Carmo Vale Lago Monte Couto".split(),
    "dos": "Santos Reis Anjos Passos".split(),
    "das": "Neves Chagas Dores Graças".split(),
}
"""The particle that goes with a surname, for those who write it."""
SUFFIXES = ("Filho", "Neto", "Júnior", "Sobrinho")

STREET_KINDS = ("Rua", "Rua", "Rua", "Rua", "Avenida", "Avenida", "Travessa", "Alameda", "Praça", "Rodovia")
STREET_NAMES = (
    """
das Flores|Sete de Setembro|Quinze de Novembro|Dom Pedro II|Tiradentes|São João|Santo Antônio|Bela Vista|Rui Barbosa|Duque de Caxias
Marechal Deodoro|Floriano Peixoto|Castro Alves|Rio Branco|Santos Dumont|Barão do Rio Branco|José Bonifácio|Getúlio Vargas|Brasil
Presidente Vargas|da Paz|das Palmeiras|dos Ipês|das Acácias|dos Pinheiros|Bahia|Minas Gerais|Pernambuco|Ceará|Goiás|Amazonas|Paraná
São Paulo|Rio de Janeiro|Mato Grosso|Pará|da Liberdade|da Independência|Treze de Maio|Primeiro de Maio|Vinte e Um de Abril|do Comércio
da Indústria|da Estação|do Mercado|da Matriz|Nossa Senhora Aparecida|São Francisco|Santa Rita|São José|Monteiro Lobato|Machado de Assis
Olavo Bilac|Cecília Meireles|Carlos Gomes|Vital Brazil|Oswaldo Cruz|Anita Garibaldi|Padre Anchieta|Visconde de Mauá|Conde d'Eu|do Sol
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

CITIES = (
    """
São Paulo;SP;11;01000;60|Guarulhos;SP;11;07000;14|Santo André;SP;11;09000;9|Osasco;SP;11;06000;8|São Bernardo do Campo;SP;11;09600;9
Campinas;SP;19;13000;24|Piracicaba;SP;19;13400;8|Americana;SP;19;13465;5|Limeira;SP;19;13480;5|Jundiaí;SP;11;13200;8|Sorocaba;SP;15;18000;9
São José dos Campos;SP;12;12200;9|Taubaté;SP;12;12000;5|Santos;SP;13;11000;6|Ribeirão Preto;SP;16;14000;10|Araraquara;SP;16;14800;4
São Carlos;SP;16;13560;4|Franca;SP;16;14400;4|Bauru;SP;14;17000;6|Marília;SP;14;17500;4|Presidente Prudente;SP;18;19000;4
São José do Rio Preto;SP;17;15000;6|Rio de Janeiro;RJ;21;20000;30|Niterói;RJ;21;24000;5|Duque de Caxias;RJ;21;25000;5|Petrópolis;RJ;24;25600;3
Belo Horizonte;MG;31;30100;20|Contagem;MG;31;32000;5|Betim;MG;31;32600;4|Uberlândia;MG;34;38400;6|Juiz de Fora;MG;32;36000;4
Poços de Caldas;MG;35;37700;2|Montes Claros;MG;38;39400;2|Vitória;ES;27;29000;4|Vila Velha;ES;27;29100;4|Curitiba;PR;41;80000;14
Londrina;PR;43;86000;5|Maringá;PR;44;87000;5|Cascavel;PR;45;85800;3|Ponta Grossa;PR;42;84000;3|Florianópolis;SC;48;88000;5
Joinville;SC;47;89200;5|Blumenau;SC;47;89000;4|Chapecó;SC;49;89800;2|Porto Alegre;RS;51;90000;10|Caxias do Sul;RS;54;95000;4
Pelotas;RS;53;96000;2|Santa Maria;RS;55;97000;2|Brasília;DF;61;70000;10|Goiânia;GO;62;74000;8|Anápolis;GO;62;75000;3|Cuiabá;MT;65;78000;3
Campo Grande;MS;67;79000;3|Salvador;BA;71;40000;9|Feira de Santana;BA;75;44000;3|Vitória da Conquista;BA;77;45000;2|Recife;PE;81;50000;8
Jaboatão dos Guararapes;PE;81;54000;3|Caruaru;PE;81;55000;2|Fortaleza;CE;85;60000;8|João Pessoa;PB;83;58000;3|Natal;RN;84;59000;3
Maceió;AL;82;57000;2|Aracaju;SE;79;49000;2|Teresina;PI;86;64000;2|São Luís;MA;98;65000;2|Belém;PA;91;66000;3|Manaus;AM;92;69000;3
Palmas;TO;63;77000;1|Porto Velho;RO;69;76800;1|Rio Branco;AC;68;69900;1|Macapá;AP;96;68900;1|Boa Vista;RR;95;69300;1
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
"""Name; state; area code (DDD); first five digits of the lowest postal code (CEP); weight."""

TRADES = (
    """
Supermercado|Restaurante|Padaria|Farmácia|Auto Peças|Construtora|Clínica|Escola|Hotel|Oficina|Metalúrgica|Gráfica|Transportadora
Condomínio|Academia|Lavanderia|Pet Shop|Papelaria|Confeitaria|Cafeteria|Laboratório|Marcenaria|Serralheria|Confecções|Calçados
Distribuidora|Comércio de Alimentos|Materiais de Construção|Serviços de Limpeza|Engenharia|Contabilidade|Logística|Frigorífico|Móveis
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
TRADE_NAMES = (
    """
Bom Preço|Estrela|Horizonte|Central|Progresso|União|Aliança|Primavera|Vale Verde|Bela Vista|Nova Era|Ipiranga|Bandeirante|Colibri|Sabiá
Ipê|Jatobá|Cruzeiro|Planalto|Litoral|Pioneira|Imperial|Real|Modelo|Ideal|Universal|Mineira|Paulista|Carioca|Gaúcha|Nordeste|Tropical
Sol Nascente|Lua Cheia|Três Irmãos|Dois Amigos|São Jorge|Santa Clara|Boa Esperança|Monte Alto|Serra Azul|Rio Claro|Água Viva|Pedra Branca
Aurora|Atlântica|Continental|Rápido|Popular|Família|Avenida|Praça|Lagoa|Mirante|Palmares|Guarani|Tupi|Araucária|Cerrado|Pantanal|Caatinga
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
LEGAL_FORMS = (
    "Ltda",
    "Ltda",
    "Ltda.",
    "LTDA - ME",
    "ME",
    "EPP",
    "Eireli",
    "S.A.",
    "S/A",
    "Comércio Ltda",
    "e Cia Ltda",
)

MAIL_PROVIDERS = ("correio", "caixapostal", "mensagem", "webmail", "provedor", "rede")
GENERIC_MAILBOXES = ("naotem@correio.example", "nfe@contabil.example", "email@email.example", "vendas@loja.example")

PRODUCTS: dict[str, str] = {
    "limpeza": "Detergente neutro|Água sanitária|Desinfetante lavanda|Álcool 70%|Sabão em pó|Papel toalha|Saco de lixo|Pano multiúso",
    "escritorio": "Papel sulfite A4|Caneta esferográfica|Pasta suspensa|Toner compatível|Grampeador|Etiqueta adesiva|Caderno|Quadro branco",
    "embalagens": "Copo descartável|Caixa de papelão|Filme stretch|Fita adesiva|Sacola kraft|Marmita de alumínio|Pote plástico|Bobina térmica",
    "ferramentas": "Furadeira|Jogo de chaves|Alicate universal|Trena|Martelo|Serra mármore|Parafusadeira|Nível a laser",
    "eletrica": "Cabo flexível|Disjuntor|Tomada dupla|Lâmpada LED|Quadro de distribuição|Eletroduto|Refletor LED|Interruptor",
    "hidraulica": "Tubo PVC|Registro de pressão|Torneira|Caixa d'água|Sifão|Válvula|Mangueira|Bomba centrífuga",
    "tintas": "Tinta acrílica|Massa corrida|Esmalte sintético|Verniz|Selador|Rolo de lã|Pincel|Solvente",
    "epi": "Luva nitrílica|Capacete|Óculos de proteção|Bota de segurança|Protetor auricular|Respirador|Cinto paraquedista|Colete refletivo",
    "copa": "Café torrado|Açúcar|Chá sortido|Biscoito|Água mineral|Leite longa vida|Achocolatado|Adoçante",
    "servicos": "Instalação|Treinamento de uso|Manutenção preventiva|Visita técnica|Projeto sob medida|Reposição automática|Laudo|Locação",
}
"""Product nouns by category; `world.toml` gives the categories their names, prices and margins."""
VARIATIONS = ("Econômico", "Tradicional", "Premium", "Profissional", "Industrial", "Compacto")
